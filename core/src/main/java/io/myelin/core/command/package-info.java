/** How commands are taken in: their threads, their checks, and what happens when two of them meet. */
@NullMarked
package io.myelin.core.command;

import org.jspecify.annotations.NullMarked;
