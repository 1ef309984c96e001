package io.downlink.emulator.security;

import java.util.Set;

/**
 * What a credential allows. Shared access policies have the four rights of the service and the emulator's own; the roles
 * of a token issuer cut {@link #SERVICE_CONNECT} into finer ones.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-dev-guide-sas">Control access with SAS</a>
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-dev-guide-azure-ad-rbac">Control access with Entra ID</a>
 */
public enum Right {
    REGISTRY_READ,
    /** Implies {@link #REGISTRY_READ}, as in the service. */
    REGISTRY_WRITE,
    TWIN_READ,
    TWIN_WRITE,
    JOB_READ,
    JOB_WRITE,
    STATISTICS_READ,
    METHOD_INVOKE,
    /** To send messages to devices and drop them, and to hear what became of them. */
    MESSAGES,
    /** Implies all rights on twins, jobs, methods and messages. What asks for this one itself refuses every role. */
    SERVICE_CONNECT,
    DEVICE_CONNECT,
    /** To operate the emulator itself. Not one of the service's; here the owner's policy has it. */
    OPERATE_EMULATOR;

    /** Whether somebody who has these may do it. */
    boolean in(Set<Right> rights) {
        return rights.contains(this)
                || switch (this) {
                    case REGISTRY_READ -> rights.contains(REGISTRY_WRITE);
                    case TWIN_READ, TWIN_WRITE, JOB_READ, JOB_WRITE, STATISTICS_READ, METHOD_INVOKE, MESSAGES ->
                        rights.contains(SERVICE_CONNECT);
                    case REGISTRY_WRITE, SERVICE_CONNECT, DEVICE_CONNECT, OPERATE_EMULATOR -> false;
                };
    }
}
