/**
 * Blue-green rebuilds: a new version of a projection fills beside the old one, and readers are switched to it at once.
 *
 * <p>Declared by a {@link io.myelin.handlers.bluegreen.BlueGreen}, carried out by a {@link
 * io.myelin.handlers.bluegreen.VersionSwitch}. Readers use views, whose SQL ({@code ViewSql}) asks a row for the version that
 * counts ({@code RouteTable}); {@code CaughtUp} decides, in pure code, whether a version may be switched to. This package
 * knows a projection as a {@link io.myelin.handlers.bluegreen.Follower} only.
 */
@NullMarked
package io.myelin.handlers.bluegreen;

import org.jspecify.annotations.NullMarked;
