package io.myelin.sample.intake;

import io.myelin.sample.order.Address;
import java.time.LocalDate;

/** What all lines of an order in an orders file agree on. */
record OrderHead(
        String orderId, String customerId, LocalDate orderedOn, Address shipTo, LocalDate shippedOn, String shipMode) {}
