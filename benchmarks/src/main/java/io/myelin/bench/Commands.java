package io.myelin.bench;

import io.myelin.core.application.MyelinApplication;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;

/** Commands through the gateway, against the same application on Axon's in-memory engine and caching repository. */
final class Commands implements Measurement {

    private static final int CALLERS = 256;

    private final Stage stage;

    Commands(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        try (MyelinApplication ours = onKafka()) {
            ours.start();
            Sides sides = Sides.inTurn(scale, round -> deposit(ours, scale), round -> depositInMemory(scale));
            double ratio = sides.speedRatio();
            return new Outcome(
                    "commands",
                    "commands/s",
                    sides.ours().perSecond(),
                    sides.baseline().perSecond(),
                    "Axon's in-memory engine",
                    ratio,
                    sides.ours().p50Ms(),
                    sides.ours().p99Ms(),
                    "ratio >= 0.3",
                    ratio >= 0.3);
        }
    }

    private MyelinApplication onKafka() {
        return MyelinApplication.builder()
                .aggregate(Account.class, options -> options.cached())
                .events(Account.Deposited.class)
                .module(stage.store())
                .build();
    }

    private static MyelinApplication inMemory() {
        return MyelinApplication.builder()
                .events(Account.Deposited.class)
                .module(configurer -> configurer
                        .configureEmbeddedEventStore(configuration -> new InMemoryEventStorageEngine())
                        .configureAggregate(AggregateConfigurer.defaultConfiguration(Account.class)
                                .configureCache(configuration -> new StrongCache())))
                .build();
    }

    /** A new one each round: it keeps all events, and a full heap would slow both sides down. */
    private static Load.Figures depositInMemory(Scale scale) throws Exception {
        try (MyelinApplication theirs = inMemory()) {
            theirs.start();
            return deposit(theirs, scale);
        }
    }

    private static Load.Figures deposit(MyelinApplication application, Scale scale) throws Exception {
        return Load.run(
                CALLERS,
                scale.span(),
                (caller, n) -> application.commandGateway().sendAndWait(new Account.Deposit("account-" + caller, n)));
    }
}
