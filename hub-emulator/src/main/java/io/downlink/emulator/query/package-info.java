/** The hub's query language: text becomes a tree, and the tree is asked about JSON documents. */
@NullMarked
package io.downlink.emulator.query;

import org.jspecify.annotations.NullMarked;
