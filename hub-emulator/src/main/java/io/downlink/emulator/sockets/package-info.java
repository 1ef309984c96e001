/** What a connection may cost the hub whose client is slow or says nothing. */
@NullMarked
package io.downlink.emulator.sockets;

import org.jspecify.annotations.NullMarked;
