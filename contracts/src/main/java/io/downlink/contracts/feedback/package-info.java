/** What became of cloud-to-device messages after the hub took them: delivery feedback, as told on its topic. */
@NullMarked
package io.downlink.contracts.feedback;

import org.jspecify.annotations.NullMarked;
