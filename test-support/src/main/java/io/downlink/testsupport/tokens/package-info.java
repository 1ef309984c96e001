/** An issuer of bearer tokens, as Microsoft Entra ID is one. */
@NullMarked
package io.downlink.testsupport.tokens;

import org.jspecify.annotations.NullMarked;
