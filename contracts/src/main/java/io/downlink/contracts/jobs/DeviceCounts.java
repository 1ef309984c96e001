package io.downlink.contracts.jobs;

/**
 * On how many devices a job has come how far, as the hub counts them.
 *
 * @param total on how many it runs, the sum of the others
 */
public record DeviceCounts(int total, int succeeded, int failed, int running, int pending) {}
