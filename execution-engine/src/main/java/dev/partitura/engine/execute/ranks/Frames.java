package dev.partitura.engine.execute.ranks;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/// One end of a control channel: orders with what belongs to them, each whole. Several threads may
/// write, one reads.
final class Frames implements AutoCloseable {
  private static final int MOST_GREETING_BYTES = 4_096;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  Frames(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    out = new DataOutputStream(socket.getOutputStream());
  }

  /// Writes what belongs to an order.
  interface Writing {
    Writing NOTHING = _ -> {};

    void to(DataOutputStream out) throws IOException;
  }

  /// An order as it came.
  record Frame(Order order, DataInputStream content) {}

  void write(Order order, Writing content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    content.to(new DataOutputStream(bytes));
    synchronized (out) {
      out.writeByte(order.ordinal());
      out.writeInt(bytes.size());
      bytes.writeTo(out);
      out.flush();
    }
  }

  /// Waits for the next.
  Frame read() throws IOException {
    int order = in.readUnsignedByte();
    var bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new Frame(Order.values()[order], new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  /// A first frame, of somebody of whom nothing is known yet; null where it is no greeting.
  @Nullable Frame readGreeting() throws IOException {
    if (in.readUnsignedByte() != Order.HELLO.ordinal()) {
      return null;
    }
    int length = in.readInt();
    if (length < 0 || length > MOST_GREETING_BYTES) {
      return null;
    }
    var bytes = new byte[length];
    in.readFully(bytes);
    return new Frame(Order.HELLO, new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException closed) {
      // It is gone either way.
    }
  }
}
