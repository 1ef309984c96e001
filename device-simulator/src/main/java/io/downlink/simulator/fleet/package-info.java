/** The devices themselves: who they are, their registration, and their connections on the Azure SDKs. */
@NullMarked
package io.downlink.simulator.fleet;

import org.jspecify.annotations.NullMarked;
