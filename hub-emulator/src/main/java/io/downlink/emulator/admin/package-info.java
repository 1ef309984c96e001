/** The emulator's own HTTPS operations: health, faults and statistics. */
@NullMarked
package io.downlink.emulator.admin;

import org.jspecify.annotations.NullMarked;
