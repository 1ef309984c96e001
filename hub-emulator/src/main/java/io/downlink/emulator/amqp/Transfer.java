package io.downlink.emulator.amqp;

import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.faults.Refusal;
import io.downlink.emulator.faults.Reply;
import io.downlink.emulator.faults.Request;
import io.downlink.emulator.hub.HubException;
import io.vertx.proton.ProtonDelivery;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** A message that a service sent, until it is told what the hub made of it. Half of an answer is none. */
record Transfer(ProtonDelivery delivery, String device, ClientLink client) implements Request, Reply {
    @Override
    public Operation operation() {
        return Operation.CLOUD_TO_DEVICE;
    }

    @Override
    public boolean gone() {
        return client.gone();
    }

    @Override
    public void send() {
        settle(Accepted.getInstance());
    }

    @Override
    public void sendHalf() {}

    @Override
    public void refuse(Refusal refusal) {
        reject(refusal.exception(operation()));
    }

    void reject(HubException reason) {
        Rejected rejected = new Rejected();
        rejected.setError(Conditions.of(reason));
        settle(rejected);
    }

    @Override
    public void closeConnection() {
        client.cut();
    }

    @Override
    public void mute() {
        client.mute();
    }

    private void settle(DeliveryState outcome) {
        client.run(() -> delivery.disposition(outcome, true));
    }
}
