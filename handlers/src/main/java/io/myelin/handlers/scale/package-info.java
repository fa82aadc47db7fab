/**
 * A projection's segments over threads and nodes: who has which, how far each is, and how they are split, merged and shared.
 *
 * <p>Enter at {@link io.myelin.handlers.scale.Segments}, which an application gets from its projections. {@code TokenTable}
 * reads and changes the rows of tokens, by which nodes own segments; {@code NodeTable} keeps who is alive; {@code FairShare}
 * decides, without database and clock, how many segments a node may have; {@code MergeProgress} keeps events of a merged
 * segment from taking effect twice. This package knows neither handlers nor how batches are handled.
 */
@NullMarked
package io.myelin.handlers.scale;

import org.jspecify.annotations.NullMarked;
