/** Direct methods: what a command or a job calls on devices. */
@NullMarked
package io.downlink.contracts.methods;

import org.jspecify.annotations.NullMarked;
