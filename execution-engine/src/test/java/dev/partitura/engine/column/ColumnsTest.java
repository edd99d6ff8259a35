package dev.partitura.engine.column;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  @Test
  void rowsAreAddedBehindTheLast() {
    var ints = new IntColumn();
    var longs = new LongColumn();
    for (int i = 0; i < 1_000; i++) {
      ints.add(i);
      longs.add(-i);
    }
    assertArrayEquals(IntStream.range(0, 1_000).toArray(), ints.toArray());
    assertArrayEquals(LongStream.range(0, 1_000).map(i -> -i).toArray(), longs.toArray());
  }

  @Test
  void rowsNobodySetHoldTheDefault() {
    var column = new IntColumn(-1);
    column.set(2, 7);
    column.set(40, -1);
    assertEquals(41, column.size());
    assertEquals(-1, column.get(1));
    assertEquals(-1, column.get(1_000));
    var all = column.toArray();
    assertEquals(41, all.length);
    assertEquals(40, IntStream.of(all).filter(value -> value == -1).count());
  }

  @Test
  void aColumnOfDefaultsAloneIsNone() {
    var column = new ByteColumn((byte) 3);
    column.add((byte) 3);
    column.set(9, (byte) 3);
    assertNull(column.pickedIfAny(new int[] {0, 9}));
    assertArrayEquals(new byte[] {3, 3}, column.picked(new int[] {0, 9}));
    column.add((byte) 4);
    assertArrayEquals(new byte[] {4, 3}, column.pickedIfAny(new int[] {10, 9}));
  }
}
