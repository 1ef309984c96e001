/** Spans of OpenTelemetry, for the part of a trace that a request has in a service. */
@NullMarked
package io.downlink.service.tracing;

import org.jspecify.annotations.NullMarked;
