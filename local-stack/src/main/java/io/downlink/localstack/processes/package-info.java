/** Applications as processes of their own: started, watched and ended, whatever becomes of the one that started them. */
@NullMarked
package io.downlink.localstack.processes;

import org.jspecify.annotations.NullMarked;
