/** What a person sees while the stack runs. */
@NullMarked
package io.downlink.localstack.console;

import org.jspecify.annotations.NullMarked;
