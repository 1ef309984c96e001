/** Records as they come: what they ask for, and what their time and their place say of them. */
@NullMarked
package io.downlink.gateway.intake;

import org.jspecify.annotations.NullMarked;
