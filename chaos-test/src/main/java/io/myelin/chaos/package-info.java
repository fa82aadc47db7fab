/**
 * Several writers on one log, on a real cluster whose brokers and connections fail, and a verdict on what they did.
 *
 * <p>Enter at {@code Chaos}, the command line; {@code ChaosRun} is one run: it starts a cluster, lets {@code WriterProcess}es
 * work while {@code FaultInjector} carries out a seeded {@code FaultPlan}, and hands what they wrote down to the judge.
 * {@code history} is what each process wrote down, {@code judge} decides whether it is what the log says, {@code writer} is the
 * life of a writer's process. A plan is pure and follows from its seed; what comes of it does not, as the machine is real.
 */
@NullMarked
package io.myelin.chaos;

import org.jspecify.annotations.NullMarked;
