/** What the system says of files. */
@NullMarked
package io.downlink.emulator.files;

import org.jspecify.annotations.NullMarked;
