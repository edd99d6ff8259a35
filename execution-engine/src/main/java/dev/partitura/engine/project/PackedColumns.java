package dev.partitura.engine.project;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Columns of numbers behind a text, small: each number as its difference from the one before, in
/// as few bytes as it takes, and all of it compressed. Columns are read in the order they were
/// written in.
final class PackedColumns {
  private static final int SEVEN = 7;
  private static final int LOW = 0x7f;
  private static final int MORE = 0x80;

  private PackedColumns() {}

  static final class Writer {
    private final ByteArrayOutputStream columns = new ByteArrayOutputStream();

    void longs(long[] values) {
      number(values.length);
      long before = 0;
      for (long value : values) {
        long step = value - before;
        number((step << 1) ^ (step >> Long.SIZE - 1));
        before = value;
      }
    }

    void ints(int[] values) {
      number(values.length);
      long before = 0;
      for (int value : values) {
        long step = value - before;
        number((step << 1) ^ (step >> Long.SIZE - 1));
        before = value;
      }
    }

    void doubles(double[] values) {
      number(values.length);
      for (double value : values) {
        number(Double.doubleToLongBits(value));
      }
    }

    private void number(long value) {
      long rest = value;
      while ((rest & ~LOW) != 0) {
        columns.write((int) (rest & LOW | MORE));
        rest >>>= SEVEN;
      }
      columns.write((int) rest);
    }

    /// All of it, behind `text`.
    byte[] packed(String text) {
      var bytes = new ByteArrayOutputStream();
      try (var out = new DataOutputStream(new GZIPOutputStream(bytes))) {
        var head = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(head.length);
        out.write(head);
        columns.writeTo(out);
      } catch (IOException inMemory) {
        throw new UncheckedIOException(inMemory);
      }
      return bytes.toByteArray();
    }
  }

  static final class Reader {
    private final byte[] bytes;
    private final String text;
    private int at;

    Reader(byte[] packed) throws IOException {
      try (var in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(packed)))) {
        int length = in.readInt();
        text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        bytes = in.readAllBytes();
      }
    }

    String text() {
      return text;
    }

    long[] longs() throws IOException {
      var values = new long[count()];
      long before = 0;
      for (int i = 0; i < values.length; i++) {
        long coded = number();
        before += (coded >>> 1) ^ -(coded & 1);
        values[i] = before;
      }
      return values;
    }

    int[] ints() throws IOException {
      var values = new int[count()];
      long before = 0;
      for (int i = 0; i < values.length; i++) {
        long coded = number();
        before += (coded >>> 1) ^ -(coded & 1);
        values[i] = Math.toIntExact(before);
      }
      return values;
    }

    double[] doubles() throws IOException {
      var values = new double[count()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Double.longBitsToDouble(number());
      }
      return values;
    }

    /// A number takes a byte at least, so that no more can follow than there are bytes.
    private int count() throws IOException {
      long count = number();
      if (count < 0 || count > bytes.length - at) {
        throw new IOException(count + " numbers in " + (bytes.length - at) + " bytes");
      }
      return (int) count;
    }

    private long number() throws IOException {
      long value = 0;
      for (int shift = 0; shift < Long.SIZE; shift += SEVEN) {
        if (at == bytes.length) {
          throw new IOException("The columns end too early");
        }
        byte next = bytes[at++];
        value |= (long) (next & LOW) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw new IOException("A number is too long");
    }
  }
}
