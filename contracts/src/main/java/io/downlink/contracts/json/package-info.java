/**
 * JSON that means after reading and writing what it meant before: numbers keep their digits, and no name stands twice; and
 * the members of events, written one by one and read leniently.
 */
@NullMarked
package io.downlink.contracts.json;

import org.jspecify.annotations.NullMarked;
