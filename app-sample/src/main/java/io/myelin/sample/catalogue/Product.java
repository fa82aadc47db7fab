package io.myelin.sample.catalogue;

import io.myelin.core.Aggregate;
import io.myelin.core.BusinessRejection;
import io.myelin.sample.catalogue.ProductEvent.ProductListed;
import io.myelin.sample.catalogue.ProductEvent.ProductNameAdded;
import java.util.LinkedHashSet;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A product of the catalogue. It may go by several names: the shop used some numbers twice, and neither name may be lost.
 */
public class Product extends Aggregate {

    /** Names of one product: the Superstore file has two at most; more than ten times that is a mistake. */
    static final int NAMES_MAX = 25;

    private @Nullable ProductListed listed;
    private final Set<String> names = new LinkedHashSet<>();

    /** For Axon, which fills it from its events. */
    Product() {}

    static String aggregateId(String productId) {
        return "product:" + productId;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ListProduct command) {
        if (listed == null) {
            apply(new ProductListed(command.productId(), command.name(), command.category(), command.subCategory()));
        } else if (!isSame(listed, command)) {
            throw new BusinessRejection(
                    "product-differs",
                    "Product %s is listed already, in '%s / %s' as %s. Asked: %s."
                            .formatted(listed.productId(), listed.category(), listed.subCategory(), names, command));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(AddProductName command) {
        if (listed == null) {
            throw new BusinessRejection(
                    "no-such-product",
                    "There is no product %s. List it before it gets more names.".formatted(command.productId()));
        }
        if (names.contains(command.name())) {
            return;
        }
        if (names.size() == NAMES_MAX) {
            throw new BusinessRejection(
                    "too-many-names",
                    "Product %s has %d names, which is the limit; '%s' would be one more. List it under another number."
                            .formatted(command.productId(), NAMES_MAX, command.name()));
        }
        apply(new ProductNameAdded(command.productId(), command.name()));
    }

    @EventSourcingHandler
    void on(ProductListed event) {
        identifiedBy(aggregateId(event.productId()));
        listed = event;
        names.add(event.name());
    }

    @EventSourcingHandler
    void on(ProductNameAdded event) {
        names.add(event.name());
    }

    private boolean isSame(ProductListed listed, ListProduct asked) {
        return listed.category().equals(asked.category())
                && listed.subCategory().equals(asked.subCategory())
                && names.contains(asked.name());
    }
}
