#include "runs/record/sealed_file.hpp"

#include "runs/record/output_error.hpp"
#include "runs/record/seal.hpp"

namespace percolith::runs
{
namespace
{

using hdf5::checked;

hdf5::Properties ordered_file()
{
    hdf5::Properties creation(H5Pcreate(H5P_FILE_CREATE));
    checked(
        H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    checked(H5Pset_attr_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED));
    // A run has few chunks per column: small index nodes spare a short one 100 kB of nothing.
    checked(H5Pset_istore_k(creation.id(), 4));
    return creation;
}

} // namespace

SealedFile::~SealedFile()
{
    const hdf5::Session session;
    file_.close();
}

void SealedFile::create(const FileIdentity& identity)
{
    const auto access = disk_.access();
    checked(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18));
    file_ = hdf5::File(
        H5Fcreate(part_.part().c_str(), H5F_ACC_TRUNC, ordered_file().id(), access.id()));
    hdf5::write_attribute(id(), "format", identity.format);
    hdf5::write_attribute(id(), "format_version", identity.version);
    hdf5::write_attribute(id(), "title", identity.title);
    hdf5::write_attribute(id(), "program", std::string("percolith"));
    hdf5::write_attribute(id(), "program_version", identity.program_version);
    hdf5::write_attribute(id(), "commit", identity.commit);
}

void SealedFile::settle(const std::string& complaint) const
{
    if (disk_.error() != 0) {
        part_.fail(disk_.error());
    }
    if (!complaint.empty()) {
        throw OutputError(part_.part(), "HDF5 refused to write: " + complaint,
                          "please report it with the case file");
    }
}

void SealedFile::commit()
{
    if (const int error = write_seal(part_.descriptor()); error != 0) {
        part_.fail(error);
    }
    part_.commit();
}

} // namespace percolith::runs
