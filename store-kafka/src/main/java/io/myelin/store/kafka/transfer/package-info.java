/**
 * A log's events as text, and from there into another log: the form in which they are shown, exported and imported
 * (docs/operations/export-format.md).
 *
 * <p>Enter at {@link LogExport} and {@link LogImport}. {@link EventLine} is one event as one line of JSON; {@link ExportWriter} and
 * {@link ExportReader} put header, lines and trailer around them. This package knows neither Kafka nor what is valid: it is given events
 * that have happened, and hands commits to a {@link io.myelin.store.kafka.log.BulkWriter}.
 */
@NullMarked
package io.myelin.store.kafka.transfer;

import org.jspecify.annotations.NullMarked;
