package io.myelin.sample.order;

import io.myelin.core.Aggregate;
import io.myelin.core.BusinessRejection;
import io.myelin.sample.order.OrderEvent.OrderLinesAdded;
import io.myelin.sample.order.OrderEvent.OrderPlaced;
import io.myelin.sample.order.OrderEvent.OrderShipped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * An order. Each of its commands may be repeated: what has happened already doesn't happen again, and what contradicts it is
 * refused. So who isn't sure whether a command arrived sends it once more.
 */
public class Order extends Aggregate {

    /** Lines of one order: at some 300 bytes each, a third of the megabyte that an event may have. */
    static final int LINES_MAX = 1_000;

    private @Nullable OrderHead head;
    private @Nullable Shipment shipment;
    private final Map<Integer, OrderLine> lines = new LinkedHashMap<>();

    /** For Axon, which fills it from its events. */
    Order() {}

    static String aggregateId(String orderId) {
        return "order:" + orderId;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(PlaceOrder command) {
        OrderHead asked = new OrderHead(command.orderId(), command.customerId(), command.orderedOn(), command.shipTo());
        List<OrderLine> missing = missingOf(command.lines());
        if (head == null) {
            apply(new OrderPlaced(asked.orderId(), asked.customerId(), asked.orderedOn(), asked.shipTo(), missing));
        } else if (!head.equals(asked)
                || !missing.isEmpty()
                || lines.size() != command.lines().size()) {
            throw new BusinessRejection(
                    "order-differs",
                    String.format(
                            Locale.ROOT,
                            "Order %s is placed already, with another customer, day, address or other lines. Found: %s, %,d lines. Asked: %s, %,d lines.",
                            command.orderId(),
                            head,
                            lines.size(),
                            asked,
                            command.lines().size()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(AddOrderLines command) {
        OrderHead placed = placed(command.orderId());
        List<OrderLine> missing = missingOf(command.lines());
        if (!missing.isEmpty()) {
            apply(new OrderLinesAdded(
                    placed.orderId(), placed.customerId(), placed.orderedOn(), placed.shipTo(), missing));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ShipOrder command) {
        OrderHead placed = placed(command.orderId());
        Shipment asked = new Shipment(command.shippedOn(), command.shipMode());
        if (asked.shippedOn().isBefore(placed.orderedOn())) {
            throw new BusinessRejection(
                    "shipped-before-ordered",
                    "Order %s was placed on %s and can't be shipped on %s."
                            .formatted(placed.orderId(), placed.orderedOn(), asked.shippedOn()));
        }
        if (shipment == null) {
            apply(new OrderShipped(placed.orderId(), asked.shippedOn(), asked.shipMode()));
        } else if (!shipment.equals(asked)) {
            throw new BusinessRejection(
                    "shipment-differs",
                    "Order %s is shipped already. Found: %s. Asked: %s.".formatted(placed.orderId(), shipment, asked));
        }
    }

    @EventSourcingHandler
    void on(OrderPlaced event) {
        identifiedBy(aggregateId(event.orderId()));
        head = new OrderHead(event.orderId(), event.customerId(), event.orderedOn(), event.shipTo());
        event.lines().forEach(line -> lines.put(line.lineNumber(), line));
    }

    @EventSourcingHandler
    void on(OrderLinesAdded event) {
        event.lines().forEach(line -> lines.put(line.lineNumber(), line));
    }

    @EventSourcingHandler
    void on(OrderShipped event) {
        shipment = new Shipment(event.shippedOn(), event.shipMode());
    }

    private OrderHead placed(String orderId) {
        if (head == null) {
            throw new BusinessRejection("no-such-order", "There is no order %s. Place it first.".formatted(orderId));
        }
        return head;
    }

    /** The lines that this order lacks; refuses those that it has otherwise, and those that come twice. */
    private List<OrderLine> missingOf(List<OrderLine> asked) {
        Map<Integer, OrderLine> known = new LinkedHashMap<>(lines);
        List<OrderLine> missing = new ArrayList<>();
        for (OrderLine line : asked) {
            OrderLine other = known.putIfAbsent(line.lineNumber(), line);
            if (other == null) {
                missing.add(line);
            } else if (!other.equals(line)) {
                throw new BusinessRejection(
                        "line-differs",
                        "The order has line %d already, otherwise. Found: %s. Asked: %s."
                                .formatted(line.lineNumber(), other, line));
            }
        }
        if (known.size() > LINES_MAX) {
            throw new BusinessRejection(
                    "too-many-lines",
                    String.format(
                            Locale.ROOT,
                            "The order would have %,d lines, %,d is the limit. Split it.",
                            known.size(),
                            LINES_MAX));
        }
        return missing;
    }

    private record OrderHead(String orderId, String customerId, LocalDate orderedOn, Address shipTo) {}

    private record Shipment(LocalDate shippedOn, String shipMode) {}
}
