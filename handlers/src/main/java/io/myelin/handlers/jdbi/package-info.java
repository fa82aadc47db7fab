/**
 * Handlers that write by Jdbi: a parameter of type {@code org.jdbi.v3.core.Handle} is one over the projection's connection.
 *
 * <p>Enter at {@link io.myelin.handlers.jdbi.HandleParameterResolverFactory}, which Axon finds on the class path and which does
 * nothing where there is no Jdbi; {@code LentHandle} is the only class that knows it. This package knows nothing of
 * projections.
 */
@NullMarked
package io.myelin.handlers.jdbi;

import org.jspecify.annotations.NullMarked;
