/** Commands by HTTP: asked for, looked at. */
@NullMarked
package io.downlink.gateway.rest;

import org.jspecify.annotations.NullMarked;
