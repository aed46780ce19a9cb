//! A reader of FlatBuffers, as much as a TensorFlow Lite file needs. Every step is checked against the bytes, so a
//! damaged file gives [`Damaged`], never a panic.

/// An offset points outside the file, or a vector is longer than the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged;

type Got<T> = Result<T, Damaged>;

/// A table: where it starts and where its vtable says the fields are.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    data: &'a [u8],
    at: usize,
    vtable: usize,
    vtable_len: usize,
}

fn bytes<const N: usize>(data: &[u8], at: usize) -> Got<[u8; N]> {
    data.get(at..).and_then(|rest| rest.first_chunk::<N>()).copied().ok_or(Damaged)
}

fn u32_at(data: &[u8], at: usize) -> Got<usize> {
    bytes(data, at).map(|b| u32::from_le_bytes(b) as usize)
}

/// Follows the unsigned offset stored at `at`.
fn follow(data: &[u8], at: usize) -> Got<usize> {
    at.checked_add(u32_at(data, at)?).filter(|to| *to < data.len()).ok_or(Damaged)
}

impl<'a> Table<'a> {
    /// The root table of a file.
    pub(crate) fn root(data: &'a [u8]) -> Got<Self> {
        Self::at(data, follow(data, 0)?)
    }

    fn at(data: &'a [u8], at: usize) -> Got<Self> {
        let back = i64::from(i32::from_le_bytes(bytes(data, at)?));
        let vtable = i64::try_from(at).ok().and_then(|a| usize::try_from(a - back).ok()).ok_or(Damaged)?;
        let vtable_len = usize::from(u16::from_le_bytes(bytes(data, vtable)?));
        Ok(Self { data, at, vtable, vtable_len })
    }

    /// Where field `i` is stored; none if the file leaves it at its default.
    fn field(&self, i: usize) -> Got<Option<usize>> {
        let slot = 4 + 2 * i;
        if slot + 2 > self.vtable_len {
            return Ok(None);
        }
        match u16::from_le_bytes(bytes(self.data, self.vtable + slot)?) {
            0 => Ok(None),
            offset => Ok(Some(self.at + usize::from(offset))),
        }
    }

    pub(crate) fn u8(&self, i: usize) -> Got<u8> {
        self.field(i)?.map_or(Ok(0), |at| bytes::<1>(self.data, at).map(|b| b[0]))
    }

    pub(crate) fn u32(&self, i: usize) -> Got<u32> {
        self.field(i)?.map_or(Ok(0), |at| bytes(self.data, at).map(u32::from_le_bytes))
    }

    pub(crate) fn i32(&self, i: usize, default: i32) -> Got<i32> {
        self.field(i)?.map_or(Ok(default), |at| bytes(self.data, at).map(i32::from_le_bytes))
    }

    pub(crate) fn table(&self, i: usize) -> Got<Option<Self>> {
        self.field(i)?.map(|at| Self::at(self.data, follow(self.data, at)?)).transpose()
    }

    /// Start and number of elements of a vector field whose elements take `size` bytes.
    fn vector(&self, i: usize, size: usize) -> Got<Option<(usize, usize)>> {
        let Some(at) = self.field(i)? else { return Ok(None) };
        let start = follow(self.data, at)?;
        let len = u32_at(self.data, start)?;
        let first = start + 4;
        let end = len.checked_mul(size).and_then(|b| b.checked_add(first)).ok_or(Damaged)?;
        if end > self.data.len() { Err(Damaged) } else { Ok(Some((first, len))) }
    }

    pub(crate) fn bytes(&self, i: usize) -> Got<&'a [u8]> {
        let Some((first, len)) = self.vector(i, 1)? else { return Ok(&[]) };
        self.data.get(first..first + len).ok_or(Damaged)
    }

    pub(crate) fn i32s(&self, i: usize) -> Got<Vec<i32>> {
        let Some((first, len)) = self.vector(i, 4)? else { return Ok(Vec::new()) };
        let raw = self.data.get(first..first + 4 * len).ok_or(Damaged)?;
        Ok(raw.as_chunks::<4>().0.iter().map(|b| i32::from_le_bytes(*b)).collect())
    }

    pub(crate) fn tables(&self, i: usize) -> Got<Vec<Self>> {
        let Some((first, len)) = self.vector(i, 4)? else { return Ok(Vec::new()) };
        (0..len).map(|k| Self::at(self.data, follow(self.data, first + 4 * k)?)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_out_of_the_file_are_damage() {
        assert!(Table::root(&[]).is_err());
        assert!(Table::root(&[255, 255, 255, 255]).is_err());
        assert!(Table::root(&[4, 0, 0, 0, 255, 255, 255, 127, 0]).is_err());
        // A root whose vtable is empty has every field at its default.
        let t = Table::root(&[8, 0, 0, 0, 4, 0, 4, 0, 4, 0, 0, 0]).unwrap();
        assert_eq!((t.u32(0), t.i32(3, 7), t.bytes(1)), (Ok(0), Ok(7), Ok(&[][..])));
    }
}
