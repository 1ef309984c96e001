/** What is deployed, checked without a cluster or a container engine. */
@NullMarked
package io.downlink.deploy;

import org.jspecify.annotations.NullMarked;
