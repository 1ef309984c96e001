/** What the Java SDKs can do with the emulator, feature by feature and transport by transport. */
@NullMarked
package io.downlink.emulator.conformance;

import org.jspecify.annotations.NullMarked;
