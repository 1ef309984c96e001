/**
 * Requests, whatever they ask for: read strictly, field by field, with every problem told at once and with its remedy.
 *
 * <p>What all events about a request repeat stands here too: where it stood, who asked, what was wrong with it.
 */
@NullMarked
package io.downlink.contracts.requests;

import org.jspecify.annotations.NullMarked;
