package io.myelin.sample.intake;

import io.myelin.sample.order.OrderLine;
import io.myelin.sample.order.OrderTotals;
import io.myelin.sample.order.PlaceOrder;
import io.myelin.sample.order.ShipOrder;
import java.util.List;

/** An order as an orders file tells of it; its lines in the order of the file, at least one. */
record FileOrder(OrderHead head, List<OrderLine> lines) {

    FileOrder {
        lines = List.copyOf(lines);
    }

    String orderId() {
        return head.orderId();
    }

    PlaceOrder placeOrder() {
        return new PlaceOrder(head.orderId(), head.customerId(), head.orderedOn(), head.shipTo(), lines);
    }

    ShipOrder shipOrder() {
        return new ShipOrder(head.orderId(), head.shippedOn(), head.shipMode());
    }

    OrderTotals totals() {
        return OrderTotals.of(lines);
    }
}
