/**
 * The read models: tables that answer what the shop wants to know, filled from the events.
 *
 * <p>The four projections write, each in its own processing group and each in one transaction with its token:
 * {@link CustomerProjection}, {@link CatalogueProjection}, {@link OrderProjection}, and {@link SalesProjection}, whose
 * running sums would betray an event that was counted twice. {@link ReadModels} reads. The tables are in
 * {@code schema.sql}. Nothing here knows where events come from or how often a delivery is tried.
 */
@NullMarked
package io.myelin.sample.readmodel;

import org.jspecify.annotations.NullMarked;
