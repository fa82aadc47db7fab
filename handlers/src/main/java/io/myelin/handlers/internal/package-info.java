/**
 * What the packages of this module share and nobody else may use.
 *
 * <p>Enter at {@link io.myelin.handlers.internal.StoredTokens}: the projections' tokens as their table holds them, whichever
 * node has claimed them. It knows neither processors nor what is done with the tokens.
 */
@NullMarked
package io.myelin.handlers.internal;

import org.jspecify.annotations.NullMarked;
