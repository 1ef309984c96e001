package io.downlink.emulator.state;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.downlink.emulator.hub.Authentication;
import io.downlink.emulator.hub.HubChange;
import io.downlink.emulator.jobs.JobAction;
import io.downlink.emulator.jobs.JobChange;
import java.util.List;

/** How the kinds of changes are called in the files. A name stays, whatever becomes of the class. */
final class Kinds {
    static final List<NamedType> ALL = List.of(
            new NamedType(HubChange.ClientWritten.class, "client-written"),
            new NamedType(HubChange.ClientRemoved.class, "client-removed"),
            new NamedType(HubChange.RegistryNumbered.class, "registry-numbered"),
            new NamedType(HubChange.TwinWritten.class, "twin-written"),
            new NamedType(HubChange.SessionWritten.class, "session-written"),
            new NamedType(HubChange.MessageQueued.class, "message-queued"),
            new NamedType(HubChange.MessageMoved.class, "message-moved"),
            new NamedType(HubChange.MessageEnded.class, "message-ended"),
            new NamedType(HubChange.QueueNumbered.class, "queue-numbered"),
            new NamedType(HubChange.FeedbackCollected.class, "feedback-collected"),
            new NamedType(HubChange.BatchSealed.class, "batch-sealed"),
            new NamedType(HubChange.BatchReturned.class, "batch-returned"),
            new NamedType(HubChange.BatchEnded.class, "batch-ended"),
            new NamedType(HubChange.FeedbackForgotten.class, "feedback-forgotten"),
            new NamedType(JobChange.JobAccepted.class, "job-accepted"),
            new NamedType(JobChange.JobStarted.class, "job-started"),
            new NamedType(JobChange.JobDeviceWritten.class, "job-device-written"),
            new NamedType(JobChange.JobEnded.class, "job-ended"),
            new NamedType(JobChange.JobForgotten.class, "job-forgotten"),
            new NamedType(Authentication.Sas.class, "sas"),
            new NamedType(Authentication.SelfSigned.class, "self-signed"),
            new NamedType(Authentication.CertificateAuthority.class, "certificate-authority"),
            new NamedType(Authentication.None.class, "none"),
            new NamedType(JobAction.CallMethod.class, "call-method"),
            new NamedType(JobAction.UpdateTwin.class, "update-twin"));

    private Kinds() {}
}
