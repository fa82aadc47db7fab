/**
 * What this module's packages share and nobody else needs.
 *
 * <p>{@link io.myelin.retry.internal.Causes} walks through what lies behind an exception. Nothing here is API: it may
 * change with any release, and no other module imports it.
 */
@NullMarked
package io.myelin.retry.internal;

import org.jspecify.annotations.NullMarked;
