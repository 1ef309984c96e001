/** What is delivered beside the classes: JSON Schemas, the AsyncAPI document, and the examples in the documentation. */
@NullMarked
package io.downlink.contracts;

import org.jspecify.annotations.NullMarked;
