package io.downlink.gateway.pacing;

import java.time.LocalDate;

/**
 * What the commands of one partition have used of a hub's messages of a day.
 *
 * @param day in UTC
 * @param messages in the tier's steps
 */
public record DayCount(String hub, LocalDate day, long messages) {}
