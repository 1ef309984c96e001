/** Jobs over whole fleets: what upstream asks for, the events that tell how a job goes, and each device's outcome. */
@NullMarked
package io.downlink.contracts.jobs;

import org.jspecify.annotations.NullMarked;
