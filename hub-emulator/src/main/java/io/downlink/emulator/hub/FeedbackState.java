package io.downlink.emulator.hub;

/**
 * What there is to remember of a record of feedback.
 *
 * @param number its own
 * @param batch the number of the batch that it is in
 */
public record FeedbackState(long number, long batch, FeedbackRecord content) {}
