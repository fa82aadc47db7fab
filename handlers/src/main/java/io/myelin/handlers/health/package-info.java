/**
 * How well projections are: up, degraded or down, and why, in words.
 *
 * <p>Enter at {@link io.myelin.handlers.health.Health}, which an application gets from its projections. {@code HealthJudge}
 * decides, from {@code Facts} that somebody else has gathered and the time that it is given, and remembers only since when
 * nothing has moved. It believes what is seen from outside, how far each segment has got, and not what a processor says of
 * itself. This package knows neither database, threads nor clock.
 */
@NullMarked
package io.myelin.handlers.health;

import org.jspecify.annotations.NullMarked;
