/** The hub's query language: text becomes a tree, and the tree a formula that is asked about documents. */
@NullMarked
package io.downlink.emulator.query;

import org.jspecify.annotations.NullMarked;
