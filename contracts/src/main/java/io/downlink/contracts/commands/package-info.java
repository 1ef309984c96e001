/** Commands for devices: what upstream asks for, and the events that tell what became of it. */
@NullMarked
package io.downlink.contracts.commands;

import org.jspecify.annotations.NullMarked;
