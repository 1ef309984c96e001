package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One row of an answer.
 *
 * @param key what the answer goes on after; empty where only counting rows tells
 */
public record Row(String key, ObjectNode content) {}
