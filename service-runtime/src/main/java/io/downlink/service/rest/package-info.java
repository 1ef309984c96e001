/** What services answer by HTTP in the same way: whether at all, and how they refuse. */
@NullMarked
package io.downlink.service.rest;

import org.jspecify.annotations.NullMarked;
