package io.downlink.emulator.query;

/** What can stand between SELECT and FROM. */
sealed interface Selectable permits Aggregate, Expression.Path {}
