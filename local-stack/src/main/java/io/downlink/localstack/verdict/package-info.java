/** What a campaign comes to, from the raw topics and the devices' own records alone: no class of a service, of the contracts or of the stack has a part in it. */
@NullMarked
package io.downlink.localstack.verdict;

import org.jspecify.annotations.NullMarked;
