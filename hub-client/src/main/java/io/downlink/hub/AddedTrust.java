package io.downlink.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/** A socket factory that remembers which certificates it trusts besides the platform's, so that more can be added. */
final class AddedTrust extends SSLSocketFactory {
    private final SSLSocketFactory sockets;
    private final Set<X509Certificate> added;

    AddedTrust(SSLSocketFactory sockets, Set<X509Certificate> added) {
        this.sockets = sockets;
        this.added = Set.copyOf(added);
    }

    static Set<X509Certificate> of(SSLSocketFactory factory) {
        return factory instanceof AddedTrust trust ? trust.added : Set.of();
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return sockets.createSocket();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return sockets.createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localAddress, int localPort) throws IOException {
        return sockets.createSocket(host, port, localAddress, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort) throws IOException {
        return sockets.createSocket(host, port, localAddress, localPort);
    }
}
