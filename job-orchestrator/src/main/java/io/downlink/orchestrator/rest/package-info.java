/** Jobs by HTTP: asked for, looked at, taken back. */
@NullMarked
package io.downlink.orchestrator.rest;

import org.jspecify.annotations.NullMarked;
