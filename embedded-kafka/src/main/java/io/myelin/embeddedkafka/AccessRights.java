package io.myelin.embeddedkafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Who may do what on a secured broker, for tests that find out which rights suffice. Whatever isn't granted here, the broker refuses.
 *
 * <p>Every method returns when the broker acts on the change, which the answer to a change does not say, and throws an {@link
 * EmbeddedKafkaException} if that takes longer than ten seconds. Safe for use by several threads.
 */
public final class AccessRights implements AutoCloseable {

    private static final Duration CHANGE_MAX = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final Admin admin;

    private AccessRights(Admin admin) {
        this.admin = admin;
    }

    /**
     * A right, in Kafka's words.
     *
     * @param type of what it is a right to
     * @param name of that, not a pattern
     * @param operation that it allows, from every host
     */
    public record Right(ResourceType type, String name, AclOperation operation) {

        /** Returns a right to a topic. */
        public static Right topic(String name, AclOperation operation) {
            return new Right(ResourceType.TOPIC, name, operation);
        }

        /** Returns a right to the cluster. */
        public static Right cluster(AclOperation operation) {
            return new Right(ResourceType.CLUSTER, "kafka-cluster", operation);
        }

        private AclBinding to(Login login) {
            return new AclBinding(
                    new ResourcePattern(type, name, PatternType.LITERAL),
                    new AccessControlEntry("User:" + login.user(), "*", operation, AclPermissionType.ALLOW));
        }
    }

    /**
     * Connects to a broker.
     *
     * @param kafka that was started with logins
     * @param administrator the first of its logins, who may do everything
     */
    public static AccessRights of(EmbeddedKafka kafka, Login administrator) {
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties(administrator));
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        return new AccessRights(Admin.create(properties));
    }

    /** Gives rights to a user. */
    public void grant(Login login, Collection<Right> rights) {
        List<AclBinding> bindings =
                rights.stream().map(right -> right.to(login)).toList();
        done(admin.createAcls(bindings).all());
        await(() -> standing(AclBindingFilter.ANY).containsAll(bindings));
    }

    /** Takes rights away from a user; does nothing about those that it doesn't have. */
    public void withdraw(Login login, Collection<Right> rights) {
        withdraw(rights.stream().map(right -> right.to(login).toFilter()).toList());
    }

    /** Takes all rights away from all users but the administrator. */
    public void withdrawAll() {
        withdraw(List.of(AclBindingFilter.ANY));
    }

    private void withdraw(List<AclBindingFilter> filters) {
        done(admin.deleteAcls(filters).all());
        await(() -> filters.stream().allMatch(filter -> standing(filter).isEmpty()));
    }

    private Collection<AclBinding> standing(AclBindingFilter filter) {
        return done(admin.describeAcls(filter).values());
    }

    private static void await(BooleanSupplier changed) {
        long start = System.nanoTime();
        while (!changed.getAsBoolean()) {
            if (System.nanoTime() - start > CHANGE_MAX.toNanos()) {
                throw new EmbeddedKafkaException(
                        "The broker has not acted on a change of rights within " + CHANGE_MAX.toSeconds()
                                + " s. Look into its log; the machine may be overloaded.",
                        null);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private static <T> T done(KafkaFuture<T> future) {
        try {
            return future.get(CHANGE_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new EmbeddedKafkaException(
                    "Rights could not be changed or read: " + e
                            + ". Was the broker started with logins, and is this the first?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedKafkaException("Interrupted while rights were changed.", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
