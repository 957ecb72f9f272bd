using System.Buffers.Binary;
using FsCheck;
using LocalMig.Descriptors;

namespace LocalMig.Tests.Descriptors;

public class ControlDataTests
{
    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 24)]
    [InlineData(2, 24)]
    [InlineData(3, 32)]
    [InlineData(253, 1032)]
    public void The_size_is_what_the_C_macro_gives(int count, int size) => Assert.Equal(size, ControlData.SizeOf(count));

    [Property]
    public void What_was_written_is_read(int[] numbers)
    {
        byte[] control = Written(numbers);
        Assert.True(Read(control, out int[] read, out _));
        Assert.Equal(numbers, read);
    }

    [Property]
    public void Several_messages_are_read_one_after_the_other(int[] first, int[] second)
    {
        Assert.True(Read([.. Written(first), .. Written(second)], out int[] read, out _));
        Assert.Equal([.. first, .. second], read);
    }

    [Fact]
    public void Messages_of_other_kinds_are_passed_over()
    {
        byte[] credentials = Written([1, 2, 3]);
        BinaryPrimitives.WriteInt32LittleEndian(credentials.AsSpan(12), 2);
        byte[] otherLevel = Written([4]);
        BinaryPrimitives.WriteInt32LittleEndian(otherLevel.AsSpan(8), 41);
        Assert.True(Read([.. credentials, .. Written([7]), .. otherLevel, .. Written([8])], out int[] read, out int[] others));
        Assert.Equal([7, 8], read);
        Assert.Empty(others);
    }

    [Fact]
    public void A_descriptor_that_the_kernel_made_up_is_told_apart_from_those_that_were_sent()
    {
        byte[] pidfd = Written([9]);
        BinaryPrimitives.WriteInt32LittleEndian(pidfd.AsSpan(12), 4);
        Assert.True(Read([.. pidfd, .. Written([7])], out int[] read, out int[] others));
        Assert.Equal([7], read);
        Assert.Equal([9], others);
    }

    [Fact]
    public void The_last_message_may_come_without_its_padding()
    {
        Assert.True(Read(Written([5]).AsSpan(0, 20), out int[] read, out _));
        Assert.Equal([5], read);
    }

    [Fact]
    public void Cut_at_any_other_byte_it_is_malformed_and_loses_nothing_that_came_before()
    {
        byte[] control = [.. Written([5, 6]), .. Written([7, 8])];
        for (int length = 1; length < control.Length; length++)
        {
            bool wellFormed = Read(control.AsSpan(0, length), out int[] read, out _);
            Assert.Equal(length == 24, wellFormed);
            Assert.Equal(length < 24 ? [] : [5, 6], read);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(25)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void A_length_that_cannot_be_is_malformed(long length)
    {
        byte[] control = Written([5]);
        BinaryPrimitives.WriteInt64LittleEndian(control, length);
        Assert.False(Read(control, out int[] read, out _));
        Assert.Empty(read);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(21)]
    public void Rights_that_are_no_whole_numbers_are_malformed_and_the_whole_ones_are_counted(long length)
    {
        byte[] control = Written([5, 6]);
        BinaryPrimitives.WriteInt64LittleEndian(control, length);
        Assert.False(Read(control, out int[] read, out _));
        Assert.Equal(length == 21 ? [5] : [], read);
    }

    [Fact]
    public void What_does_not_fit_is_counted()
    {
        Span<int> room = stackalloc int[1];
        Assert.True(ControlData.TryRead(Written([5, 6, 7]), room, [], out int count, out _));
        Assert.Equal((3, 5), (count, room[0]));
    }

    [Property(MaxTest = 2000)]
    public void Any_bytes_at_all_give_an_answer_within_their_size(byte[] control)
    {
        _ = Read(control, out int[] read, out int[] others);
        Assert.True((read.Length + others.Length) * sizeof(int) <= control.Length);
    }

    [Property(MaxTest = 2000)]
    public void Any_change_of_a_byte_gives_an_answer(int[] numbers, NonNegativeInt place, byte value)
    {
        byte[] control = [.. Written(numbers), .. Written([1])];
        control[place.Get % control.Length] = value;
        _ = Read(control, out int[] read, out _);
        Assert.True(read.Length * sizeof(int) <= control.Length);
    }

    private static byte[] Written(params int[] numbers)
    {
        byte[] control = new byte[ControlData.SizeOf(numbers.Length)];
        Assert.Equal(control.Length, ControlData.Write(control, numbers));
        return control;
    }

    private static bool Read(ReadOnlySpan<byte> control, out int[] read, out int[] others)
    {
        int[] room = new int[1024];
        int[] otherRoom = new int[1024];
        bool wellFormed = ControlData.TryRead(control, room, otherRoom, out int count, out int otherCount);
        read = room[..Math.Min(count, room.Length)];
        others = otherRoom[..Math.Min(otherCount, otherRoom.Length)];
        return wellFormed;
    }
}
