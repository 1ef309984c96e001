package io.downlink.contracts.jobs;

import java.time.ZoneId;

/**
 * When a job is run again and again.
 *
 * @param cron five fields, as crontab has them: minute, hour, day of the month, month, day of the week
 * @param timeZone whose clocks it means
 */
public record Recurrence(String cron, ZoneId timeZone) {}
