/**
 * The protocol under a seeded adversary: the same classes as in production, over a log that is mistreated.
 *
 * <p>Enter at {@link ProtocolSimulationTest}. A {@link Schedule} lets {@link SimulatedNode}s write to a {@link SimulatedLog}
 * and records what they answer; {@link Safety} checks S1 to S5 against {@link Oracle}, which states rule 2 once more,
 * independently. {@link SeededBug} breaks one rule at a time, to show that the simulation would notice.
 */
@NullMarked
package io.myelin.store.kafka.protocol;

import org.jspecify.annotations.NullMarked;
